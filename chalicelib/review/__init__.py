"""后台分类审批: departments' tasks and decisions."""
