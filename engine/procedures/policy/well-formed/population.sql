SELECT count(*) FROM policies_in_force($as_of::TIMESTAMPTZ)
