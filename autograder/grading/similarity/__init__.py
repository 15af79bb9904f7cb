"""Submissions that are alike beyond what is usual in this class: a help for a conversation, not a verdict."""
