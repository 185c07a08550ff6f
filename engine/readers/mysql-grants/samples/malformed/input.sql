-- Grants for 'kim'@'%'
CREATE USER IF NOT EXISTS 'kim'@'%';
GRANT SELECT ON `sales`.* TO 'kim'@'%';
GRANT SELECT ON sales TO;
GRANT CREATE USER, RELOAD ON *.* TO 'kim'@'%';
