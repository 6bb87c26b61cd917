"""The Spark half of pinpipe: cleaning, Delta tables and the eight queries."""
