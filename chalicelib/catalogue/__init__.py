"""事项目录: items, their forms, conditions and lists of materials."""
