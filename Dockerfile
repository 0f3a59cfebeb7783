# The image of iac-agents: docs/guides/container.md. Needs BuildKit (it tells TARGETARCH).
# A release gives the base by digest: --build-arg PYTHON_IMAGE=python:3.13-slim-trixie@sha256:…, that of the list of all
# platforms, and its own wheel: --build-context wheel=dist. So image and PyPI hold the same bytes.
# checkov:skip=CKV_DOCKER_7:the tag stands in PYTHON_IMAGE, which this check does not follow
ARG PYTHON_IMAGE=python:3.13-slim-trixie

# --- OpenTofu and tflint: fetched where the build runs, for the machine that the image is for ---
FROM --platform=${BUILDPLATFORM} ${PYTHON_IMAGE} AS tools
ARG TARGETARCH
# Of tofu_1.13.1_SHA256SUMS, as several public repositories keep it; tests/unit/deploy/test_dockerfile.py guards the form.
ARG TOFU_VERSION=1.13.1
ARG TOFU_SHA256_AMD64=378ada19d4bc70c43732004e8159be771b23b9a5afdf059e5f8a2b3fa2c70a69
ARG TOFU_SHA256_ARM64=9c1ef375aa1852db0b2888aa921b640c71f8140d4682aa4fec99378a64fa7dc3
# Of tflint's checksums.txt for v0.64.0, likewise.
ARG TFLINT_VERSION=0.64.0
ARG TFLINT_SHA256_AMD64=cca9d13e2e1d7a2c627af60ff899a3c9b74212899416aeb96ec764d2ef954537
ARG TFLINT_SHA256_ARM64=560da89aacf59389d4eb029730dd5b109b7288096c32f2726a0d9e783a5ea8eb
ARG TOFU_URL=https://github.com/opentofu/opentofu/releases/download/v${TOFU_VERSION}/tofu_${TOFU_VERSION}_linux_${TARGETARCH}.tar.gz
ARG TFLINT_URL=https://github.com/terraform-linters/tflint/releases/download/v${TFLINT_VERSION}/tflint_linux_${TARGETARCH}.zip
COPY deploy/fetch_tool.py /fetch_tool.py
RUN case "${TARGETARCH}" in \
      amd64) tofu="${TOFU_SHA256_AMD64}" tflint="${TFLINT_SHA256_AMD64}" ;; \
      arm64) tofu="${TOFU_SHA256_ARM64}" tflint="${TFLINT_SHA256_ARM64}" ;; \
      *) echo "no checksum is known for '${TARGETARCH}': build for linux/amd64 or linux/arm64, with BuildKit" >&2; exit 1 ;; \
    esac \
    && python /fetch_tool.py "${TOFU_URL}" "${tofu}" tofu /out/tofu \
    && python /fetch_tool.py "${TFLINT_URL}" "${tflint}" tflint /out/tflint

# --- The wheel, where the release did not bring its own ---
FROM ${PYTHON_IMAGE} AS source
WORKDIR /source
COPY requirements.release.lock ./
RUN python -m venv /build \
    && /build/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
       --requirement requirements.release.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app ./app
ARG VERSION=0.0.0
RUN SETUPTOOLS_SCM_PRETEND_VERSION="${VERSION}" /build/bin/uv build --quiet --no-cache --wheel --no-build-isolation \
      --python /build/bin/python --out-dir /wheel

FROM scratch AS wheel
COPY --from=source /wheel/*.whl /

# --- The virtual environment and the tool environments: read-only when the image runs ---
FROM ${PYTHON_IMAGE} AS build
ENV UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /source
COPY requirements.runtime.lock ./
RUN python -m venv --without-pip /opt/agents \
    && python -m pip --python /opt/agents/bin/python install --no-cache-dir --disable-pip-version-check \
       --require-hashes --only-binary :all: --requirement requirements.runtime.lock
COPY --from=wheel /*.whl ./
RUN python -m pip --python /opt/agents/bin/python install --no-cache-dir --disable-pip-version-check --no-deps --no-index ./*.whl \
    && AGENTS_CACHE_DIR=/opt/agents/cache /opt/agents/bin/agents --quiet tools install

# --- What runs ---
FROM ${PYTHON_IMAGE}
# tini is process 1: it reaps what a killed program leaves, and passes signals on. Nothing is installed any more: no pip.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git tini \
    && rm -rf /var/lib/apt/lists/* /usr/local/bin/pip* /usr/local/lib/python3.*/site-packages/pip* \
    && groupadd --gid 10001 agents \
    && useradd --uid 10001 --gid agents --home-dir /var/lib/agents --no-create-home --shell /usr/sbin/nologin agents \
    && install --directory --owner=agents --group=agents --mode=0700 /var/lib/agents \
    && install --directory --owner=agents --group=agents /repo
COPY --from=tools /out/ /usr/local/bin/
COPY --from=build /opt/agents /opt/agents
ENV PATH=/opt/agents/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    AGENTS_CACHE_DIR=/opt/agents/cache \
    AGENTS_DATA_DIR=/var/lib/agents \
    AGENTS_LOG_FORMAT=json
USER 10001:10001
WORKDIR /repo
VOLUME ["/var/lib/agents"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["tini", "--", "agents"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]

ARG VERSION=0.0.0
ARG REVISION=""
ARG CREATED=""
LABEL org.opencontainers.image.title="iac-agents" \
      org.opencontainers.image.description="A GitOps bot for infrastructure: an issue becomes a verified, documented Terraform change" \
      org.opencontainers.image.source="https://github.com/iac-agents/iac-agents" \
      org.opencontainers.image.documentation="https://github.com/iac-agents/iac-agents/blob/main/docs/guides/container.md" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
