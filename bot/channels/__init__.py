"""The channels: translators between what customers use and the desk's inbox and outbox."""
