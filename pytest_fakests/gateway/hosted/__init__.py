"""AWS's hosts at which customers' own resources answer, as a stage of API Gateway: programs sign for it themselves."""
