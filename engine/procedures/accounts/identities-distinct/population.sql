SELECT count(*) FROM people()
