"""The local stack of `make run`: Yimen and everything it needs, in one process on 127.0.0.1. It never ships.

| folder | imitates |
|---|---|
| `aws` | an AWS account: moto's server, and what we change inside of moto |
| `s3` | the refusal of browser uploads that break their policy |
| `step_functions` | Lambda tasks and task tokens of state machines |
| `cloudformation` | the creation of a template's resources |
| `lambda_` | calls of functions, and the sources that feed them: stream, queues, schedules |
| `api_gateway` | API Gateway before the app |
| `identity_provider` | the issuer of tokens, and the people who hold them |
| `department` | the systems of departments and of the organs above |
| `console` | the addresses under /local: legal time, departments, tokens |
| `terminal` | what `make run` tells of requests, cases, callbacks, alarms and trouble |
| `demo` | the applicant and the officials of `make demo` |
| `seeds` | the example cases of `make run ARGS=--seed` |

The files beside the folders start and stop all of it.
"""
