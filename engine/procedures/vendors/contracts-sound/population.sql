SELECT count(*) FROM vendors
