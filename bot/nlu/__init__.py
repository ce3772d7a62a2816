"""Reading what a customer wrote: language, dates, names, entities and intents."""
