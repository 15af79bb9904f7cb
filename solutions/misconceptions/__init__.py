"""How people get the layers wrong: named wrong implementations, with what a teacher would say."""
