"""Pictures that go along with a job: uploads, links, preparation for routers, masks, what was sent.

Not the call that sends them (worker), nor what is laid over an answer (worker).
"""
