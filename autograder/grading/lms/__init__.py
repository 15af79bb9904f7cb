"""What learning management systems (LMS) give and take: rosters, bulk downloads, tables of grades, an autograder."""
