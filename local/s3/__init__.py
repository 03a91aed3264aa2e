"""Browser uploads to S3: a form with a presigned policy. moto ignores the policy and stores whatever is posted."""
