"""The inventory file: SQLite tables, steps with history and undo, proof that nothing was changed."""
