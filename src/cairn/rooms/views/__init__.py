"""Pages of rooms: `phones` for everybody, `running` for those who opened one."""
