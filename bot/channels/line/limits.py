"""What the LINE platform takes, by its Messaging API reference (2026). Text counts in UTF-16 code units."""

from __future__ import annotations

MOST_OBJECTS = 5
"""Message objects in one reply or push."""

TEXT = 5000
"""Characters of a text message."""

ALT_TEXT = 400
"""Characters of what stands for a Flex message; newer clients take 1,500, older ones 400."""

QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20
"""Quick replies of a message, and characters of the label of each."""

ACTION_LABEL = 40
"""Characters of the label of an action within a Flex message; it is read aloud."""

POSTBACK_DATA = 300
DISPLAY_TEXT = 300

URI = 1000
URI_SCHEMES = ("https://", "http://", "line://", "tel:")

BUBBLE_BYTES = 30 * 1024
"""JSON of one bubble."""

FLEX_TEXT = 1500
"""Characters put into one text component. The reference names no limit; a bubble's size is the limit that counts."""

SENDER_NAME = 20
"""Characters of the name that stands for the account's own; it may not hold the word LINE."""

LOADING_SECONDS = (5, 60)
"""The loading animation lasts so many seconds, in steps of 5."""
