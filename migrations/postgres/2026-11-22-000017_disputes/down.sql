DROP INDEX plans_final_sent;
DROP TABLE dispute_steps;
DROP TABLE disputes;
