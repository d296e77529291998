"""The pages of the staff: server-rendered, in French, without script."""
