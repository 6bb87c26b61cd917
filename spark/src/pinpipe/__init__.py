"""The Spark half of pinpipe: cleaning, Delta tables and the eight queries."""

__version__ = "0.1.0"
