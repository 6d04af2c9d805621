"""How other routers say no: the end, the code and the words that people must read.

Met by sub2api 2004 and 3009, OmniRoute 9981, letta-code 4254, archestra 2548, pollinations 9707 and
12067, lms 362, dial-adapter-vertexai 48, Z-Image 44, run402 35, LiteLLM 10501, big-AGI 353.
"""

from __future__ import annotations

from tests.mutations.field_answers import EVENTS, PLAIN, STREAMS, Row
from tests.mutations.odd_values import KEY

REFUSED, FAILED, UNKNOWN = ("refused",), ("failed",), ("unknown",)
NOT_DONE = ("failed", "unknown", "refused")
OPENAI = ("fastapi plain", "fastrouter sync", "openrouter plain")
HTML = "text/html; charset=utf-8"


def _no(status: int, body: object, name: str, **more: object) -> Row:
    return Row(name=f"{status}: {name}", status=status, body=body, **{"ends": NOT_DONE, **more})  # type: ignore[arg-type]


ERRORS = (
    _no(400, {"error": {"message": "Unknown parameter: 'response_format'.", "type": "invalid_request_error", "param": "response_format", "code": "unknown_parameter"}}, "OpenAI (LiteLLM 10501)", ends=REFUSED, codes=("bad_request",), says="response_format"),
    _no(400, {"issues": [{"code": "invalid_type", "message": "Required", "path": ["prompt"]}], "name": "ZodError"}, "Zod (letta-code 4254)", ends=REFUSED, codes=("bad_request",), says="Required"),
    _no(400, {"error": {"issues": [{"message": "Size is wrong"}], "name": "ZodError"}}, "Zod in an error", ends=REFUSED, says="Size is wrong"),
    _no(422, {"detail": [{"loc": ["body", "size"], "msg": "value is not a valid enumeration member", "type": "type_error.enum"}]}, "FastAPI", ends=REFUSED, codes=("bad_request",), says="enumeration"),
    _no(422, {"detail": "Size 1x1 is not supported"}, "FastAPI, a text", ends=REFUSED, says="Size 1x1"),
    _no(400, {"error": {"message": {"error": {"message": {"error": {"code": 400, "message": "Image part is missing a thought_signature", "status": "INVALID_ARGUMENT"}}}}}}, "nested three deep (archestra 2548)", ends=REFUSED, says="thought_signature"),
    _no(400, {"error": {"message": "{\"error\":{\"message\":\"Bad size 7x7\",\"code\":null}}", "code": None}}, "JSON in the message", ends=REFUSED, says="Bad size 7x7"),
    _no(400, [{"error": {"code": 400, "message": "API says no", "status": "INVALID_ARGUMENT"}}], "Google's list", ends=REFUSED, says="API says no"),
    _no(400, {"errors": [{"code": 5006, "message": "AiError: steps must be <= 8"}], "success": False, "result": {}}, "Cloudflare", ends=REFUSED, says="steps must be"),
    _no(400, {"errors": ["prompt: too long"], "id": "x", "name": "bad_request"}, "Stability", ends=REFUSED, says="too long"),
    _no(400, {"errors": {"prompt": ["can't be blank"]}}, "Rails", ends=REFUSED, says="blank"),
    _no(400, {"title": "Invalid size", "status": 400, "type": "about:blank"}, "problem+json", label="application/problem+json", ends=REFUSED, says="Invalid size"),
    _no(400, {"code": "InvalidParameter", "message": "size must be one of", "request_id": "r"}, "DashScope", ends=REFUSED, says="size must be"),
    _no(400, {"base_resp": {"status_code": 2013, "status_msg": "invalid params, width"}}, "MiniMax", ends=REFUSED, says="invalid params"),
    _no(400, {"message": "Not enough pixels", "error": "Bad Request", "statusCode": 400}, "NestJS", ends=REFUSED, says="Not enough pixels"),
    _no(400, {"message": ["size must be a string", "n must be a number"], "error": "Bad Request"}, "NestJS's list", ends=REFUSED, says="size must be a string"),
    _no(400, {"error_description": "unknown size", "error": "invalid_request"}, "OAuth's words", ends=REFUSED, says="unknown size"),
    _no(400, {"fault": {"faultstring": "Body too big", "detail": {"errorcode": "x"}}}, "Apigee", ends=REFUSED, says="Body too big"),
    _no(400, {"Message": "Size unknown", "__type": "ValidationException"}, "AWS", ends=REFUSED, says="Size unknown"),
    _no(400, b"Prompt must not be empty", "plain words", label="text/plain", ends=REFUSED, says="Prompt must not"),
    _no(400, b"An error occurred while processing", "words under JSON (big-AGI 353)", ends=REFUSED, says="An error occurred"),
    _no(400, b"", "nothing", ends=REFUSED, codes=("bad_request",)),
    _no(400, {"error": {"message": "no \ud83d\x00"}}, "half an emoji and a zero", ends=REFUSED, codes=("bad_request",)),
    _no(400, {"error": {"message": "x" * 100_000, "code": "y" * 5000, "type": "z" * 5000}}, "much too long", ends=REFUSED),
    _no(400, {"error": {"message": ["a", ["b"], {"message": "c"}], "code": {"x": 1}, "type": 7}}, "wrong types", ends=REFUSED, says="a"),
    _no(400, {"error": {"message": "Your request was rejected by the safety system.", "type": "image_generation_user_error", "code": "moderation_blocked"}}, "OpenAI's moderation", ends=REFUSED, codes=("content_refused",), says="safety system"),
    _no(400, {"error": {"message": "Blocked", "code": "content_policy_violation", "inner_error": {"code": "ResponsibleAIPolicyViolation"}}}, "Azure's moderation", ends=REFUSED, codes=("content_refused",)),
    _no(400, {"success": False, "error": {"message": "Your request was rejected by content moderation.", "code": "content_policy_violation", "details": {"name": "UpstreamError"}}}, "pollinations 12067", ends=REFUSED, codes=("content_refused",)),
    _no(400, {"error": {"message": "Image generation failed: The response is blocked, as it may violate our policies. Error Code: 58061214", "status": "INVALID_ARGUMENT"}}, "Imagen (dial 48)", ends=REFUSED, codes=("content_refused",)),
    _no(403, {"error": {"message": "Forbidden: content policy", "code": "content_filter"}}, "403 about content", ends=REFUSED, codes=("content_refused",), on=("fastrouter sync", "openrouter plain")),
    _no(401, {"error": {"message": f"Incorrect API key provided: {KEY}.", "code": "invalid_api_key"}}, "the key in its words", ends=FAILED, codes=("key_rejected",), says="[key]"),
    _no(401, {"error": {"code": "UNAUTHORIZED", "message": "expired access token"}, "success": False}, "OmniRoute 9981", ends=FAILED, codes=("key_rejected",), says="expired"),
    _no(401, b"<html><head><title>401 Authorization Required</title></head></html>", "nginx", label=HTML, ends=FAILED, codes=("key_rejected",)),
    _no(402, {"status": "error", "http": 402}, "no word at all (run402 35)", ends=FAILED, codes=("no_credit",)),
    _no(402, {"error": {"message": "Insufficient credits. Add more at https://openrouter.ai", "code": 402}, "user_id": "u"}, "OpenRouter", ends=FAILED, codes=("no_credit",), says="Insufficient credits"),
    _no(400, {"error": {"message": "Billing hard limit has been reached", "type": "invalid_request_error", "code": "billing_hard_limit_reached"}}, "OpenAI's hard limit", on=("fastapi plain", "fastapi stream"), ends=FAILED, codes=("no_credit",)),
    _no(429, {"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}}, "no quota", on=("fastapi plain",), ends=FAILED, codes=("no_credit",)),
    _no(404, {"error": {"message": "The model `x` does not exist", "type": "invalid_request_error", "code": "model_not_found"}}, "no such model", ends=("refused", "failed"), codes=("model_not_found",)),
    _no(404, {"detail": "Not Found"}, "no such address", on=("fastapi plain", "fastrouter sync", "imagerouter"), ends=FAILED, says="Check the address"),
    _no(404, b"<!doctype html><title>404</title>", "a page", label=HTML, on=("fastapi plain", "imagerouter"), ends=FAILED, says="Check the address"),
    _no(405, {"detail": "Method Not Allowed"}, "no POST here", ends=FAILED, says="Check the address"),
    _no(404, {"error": {"message": "Unknown endpoint: POST /v1/images/generations", "type": "not_found_error"}}, "opencodex 87", on=("fastapi plain", "fastrouter sync", "imagerouter"), ends=FAILED, says="Check the address"),
    _no(413, b"<html><head><title>413 Request Entity Too Large</title></head></html>", "nginx", label=HTML, ends=REFUSED, codes=("too_large",)),
    _no(301, b"", "moved", headers=(("location", "https://elsewhere.example/v1"),), ends=FAILED, says="elsewhere.example"),
    _no(307, b"", "moved to nowhere", headers=(("location", "https://[::1"),), ends=FAILED),
    _no(302, b"<a href='/login'>Found</a>", "to a sign-in page", label=HTML, headers=(("location", "/login"),), ends=FAILED),
    _no(500, {"error": {"message": "The server had an error", "type": "server_error", "code": None}}, "OpenAI", on=("fastapi plain", "imagerouter"), ends=FAILED, codes=("unavailable",), says="had an error"),
    _no(500, {"message": "Flux image generation failed (404)"}, "letta-code", on=("fastapi plain", "imagerouter"), ends=FAILED, says="Flux"),
    _no(502, b"<html><head><title>502 Bad Gateway</title></head></html>", "nginx", label=HTML, on=("fastapi plain", "imagerouter"), ends=FAILED, codes=("unavailable",)),
    _no(503, b"upstream connect error or disconnect/reset before headers", "Envoy", label="text/plain", on=("fastapi plain",), ends=FAILED, codes=("unavailable",), says="upstream connect"),
    _no(504, b"error code: 504", "Cloudflare's words", label="text/plain", on=("fastapi plain", "imagerouter"), ends=FAILED),
    _no(524, b"<html><title>x.test | 524: A timeout occurred</title></html>", "Cloudflare", label=HTML, on=("fastapi plain", "imagerouter"), ends=FAILED, says="524"),
    _no(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "overloaded", on=("fastapi plain", "imagerouter"), ends=FAILED, says="Overloaded"),
    _no(418, {"error": "teapot"}, "a teapot", ends=REFUSED, says="teapot"),
    _no(451, {"error": {"message": "Not available in your country"}}, "by law", ends=REFUSED, says="country"),
    _no(999, {"error": "Request denied"}, "no status at all", on=("fastapi plain", "fastrouter sync"), ends=NOT_DONE),
    _no(429, {"error": "slow down"}, "wait, wordless", ends=FAILED, codes=("rate_limited",), posts=3),
    _no(429, b"Too Many Requests", "wait, in words", label="text/plain", ends=FAILED, codes=("rate_limited",), posts=3),
    _no(429, {"error": {"message": "Rate limit", "code": "rate_limit_exceeded"}}, "wait three times", on=("fastapi plain",), ends=FAILED, codes=("rate_limited",), posts=3),
)  # fmt: skip
SILENT = (
    Row(name="200 with an error (lms 362)", body={"error": {"message": "Vision add-on is not loaded"}, "message": "Vision"}, on=PLAIN[:3], ends=FAILED, says="Vision"),
    Row(name="200, blocked", body={"error": {"message": "Rejected by the safety system", "code": "moderation_blocked"}}, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, blocked, in a stream", body='data: {"error":{"message":"Rejected by the safety system","code":"moderation_blocked"}}\n\n', label=EVENTS, on=STREAMS, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, blocked, bare in a stream", body='{"error":{"message":"Rejected by the safety system","code":"moderation_blocked"}}\n', label=EVENTS, on=STREAMS, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, response.failed (sub2api 2004)", body='event: response.failed\ndata: {"type":"response.failed","response":{"error":{"code":"moderation_blocked","message":"Blocked by safety"}}}\n\n', label=EVENTS, on=STREAMS, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, type error (neuron-ai 541)", body='data: {"type":"error","code":"server_error","message":"It broke"}\n\n', label=EVENTS, on=("fastapi stream",), ends=FAILED, says="It broke"),
    Row(name="200, error event in words", body="event: error\ndata: upstream went away\n\n", label=EVENTS, on=("fastapi stream",), ends=FAILED, says="upstream went away"),
    Row(name="200, data empty (LiteLLM 10501)", body={"created": 1746170898, "data": [], "usage": {"total_tokens": 0}}, ends=NOT_DONE, codes=("empty_answer",)),
    Row(name="200, data null", body={"created": 1, "data": None}, ends=NOT_DONE),
    Row(name="200, every slot null", body={"data": [{"b64_json": None, "url": None}]}, ends=NOT_DONE),
    Row(name="200, every slot blocked (vercel/ai 19168)", body={"data": [{"error": {"code": "moderation_blocked", "message": "Blocked by moderation"}}]}, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, a chat that refuses", body={"choices": [{"message": {"content": "I can't create that image."}, "finish_reason": "stop"}]}, ends=NOT_DONE, says="I can't create"),
    Row(name="200, a chat's refusal", body={"choices": [{"message": {"content": None, "refusal": "I cannot draw this."}}]}, ends=REFUSED, codes=("content_refused",), says="I cannot draw"),
    Row(name="200, a chat cut by a filter", body={"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, Gemini's IMAGE_SAFETY", body={"candidates": [{"content": {"parts": None}, "finishReason": "IMAGE_SAFETY", "finishMessage": "Unable to show the generated image"}]}, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, Gemini's blocked prompt", body={"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, ends=REFUSED, codes=("content_refused",)),
    Row(name="200, a page", body=b"<!doctype html><html><title>Just a moment...</title></html>", label=HTML, ends=UNKNOWN, says="Just a moment"),
    Row(name="200, words", body=b"Internal Server Error", label="text/plain", ends=UNKNOWN, says="Internal Server Error"),
    Row(name="200, nothing", body=b"", ends=UNKNOWN),
    Row(name="200, null", body=b"null", ends=UNKNOWN),
    Row(name="204", body=b"", status=204, ends=UNKNOWN),
    Row(name="200, only previews", body='data: {"type":"image_generation.partial_image","partial_image_index":0,"b64_json":"iVBORw0KGgo="}\n\n', label=EVENTS, on=STREAMS, ends=UNKNOWN, codes=("bad_answer",)),
    Row(name="200, a picture that is none", body={"data": [{"b64_json": "aGVsbG8gd29ybGQsIHRoaXMgaXMgbm8gcGljdHVyZQ=="}]}, ends=FAILED, codes=("not_an_image",)),
    Row(name="200, MiniMax's sensitive", body={"data": None, "base_resp": {"status_code": 1026, "status_msg": "input new_sensitive content"}}, ends=REFUSED, codes=("content_refused",)),
)  # fmt: skip
