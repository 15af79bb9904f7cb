"""What is handed out and what comes back: source notebooks, the student bundle, repair of submissions."""
