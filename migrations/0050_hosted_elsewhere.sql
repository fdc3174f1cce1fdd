-- A webinar that another prefecture organises: here people sign up for it, and nothing of it is changed.
ALTER TABLE webinars ADD COLUMN hosted_at TEXT;
UPDATE webinars SET hosted_at = created_at WHERE id IN (SELECT webinar_id FROM hosted_webinars);
