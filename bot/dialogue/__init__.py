"""The conversation itself: the port to Rasa and the pure logic of its turns."""
