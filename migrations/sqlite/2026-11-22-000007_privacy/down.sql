DROP TABLE contact_change_requests;
DROP TABLE contact_protections;
DROP TABLE contacts;
