"""One reader of student files for desk and grader: bytes in, cells or statements out, with the standard library only."""
