DROP TABLE attachment_kept_from;
DROP TABLE attachments;
