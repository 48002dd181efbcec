# syntax=docker/dockerfile:1
# The command line in a small image without privileges:
#   docker build -t cisld . && docker run --rm --network none -v "$PWD:/data:ro" cisld validate
FROM python:3.12-slim-bookworm AS wheel
WORKDIR /src
COPY pyproject.toml README.md LICENSE LICENSE-DATA cisld.toml ./
COPY cisld ./cisld
COPY ontology ./ontology
COPY shapes ./shapes
COPY data ./data
COPY queries ./queries
COPY tests/shapes ./tests/shapes
RUN python -m pip wheel --no-cache-dir --disable-pip-version-check --wheel-dir /wheels .

FROM python:3.12-slim-bookworm
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --disable-pip-version-check --no-index --find-links /wheels /wheels/cisld-*.whl \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin cisld
USER 10001
WORKDIR /data
ENV PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["cisld"]
CMD ["--help"]
