"""业务咨询: questions at the consultation desk, the departments' answers, and the knowledge base they cite."""
