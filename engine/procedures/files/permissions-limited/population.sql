SELECT count(*) FROM file_permissions WHERE lower(coalesce(file_type, 'file')) NOT IN ('symlink', 'link', 'l')
