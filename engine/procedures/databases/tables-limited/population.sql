SELECT count(*) FROM db_privileges WHERE lower(table_schema) NOT IN ('information_schema', 'pg_catalog')
