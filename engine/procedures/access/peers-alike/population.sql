WITH peers AS (
  SELECT count(*) OVER (PARTITION BY lower(trim(department)), lower(trim(job_title))) AS size
  FROM people_at($as_of::TIMESTAMPTZ)
  WHERE employed AND nullif(trim(department), '') IS NOT NULL AND nullif(trim(job_title), '') IS NOT NULL
)
SELECT count(*) FROM peers WHERE size >= $least_peers::BIGINT
