"""One reader of student files for desk and grader: bytes in, cells or statements out; the standard library only."""
