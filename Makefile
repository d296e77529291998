# One list of commands, in ./dev, which also serves where make is missing.
TARGETS := demo test check bench lock clean

.PHONY: help $(TARGETS)

help:
	@./dev help

$(TARGETS):
	@./dev $@ $(ARGS)
