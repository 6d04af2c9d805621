# ImageHub in one image: not root, writes to /data and /tmp alone, holds no secret.
FROM debian:trixie-slim

WORKDIR /app
COPY . /app
RUN sh scripts/image.sh

ENV IMAGEHUB_DATA_DIR=/data \
    IMAGEHUB_HOST=0.0.0.0 \
    IMAGEHUB_STOP_GRACE=900 \
    PORT=8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp

USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 \
    CMD [".venv/bin/python", "-m", "imagehub.probe"]
CMD ["sh", "scripts/start.sh"]
