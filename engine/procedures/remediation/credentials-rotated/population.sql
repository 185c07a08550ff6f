SELECT count(DISTINCT incident_id) FROM rotation_steps
