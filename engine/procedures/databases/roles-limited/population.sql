SELECT count(*) FROM db_roles
