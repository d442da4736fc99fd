# Quoth in a container: models are in the image, nothing is fetched at run time.
FROM python:3.11-slim AS build
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY index index
COPY api api
COPY bot bot
# The CPU build of torch; the plain package brings several GB of CUDA.
RUN python -m venv /opt/quoth \
 && /opt/quoth/bin/pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu torch=="$(sed -n 's/^torch==//p' constraints.txt)" \
 && /opt/quoth/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.11-slim
# Not by WORKDIR: some builders make that folder root's.
RUN useradd --create-home --uid 10001 quoth && install -d -o quoth -g quoth /data
COPY --from=build /opt/quoth /opt/quoth
ENV PATH=/opt/quoth/bin:$PATH \
    HF_HUB_OFFLINE=1 \
    QUOTH_DATA_DIR=/data \
    QUOTH_CACHE_DIR=/data/cache
USER quoth
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Beyond loopback `serve` refuses to start until there is a key: docker run … quoth keys create NAME --kind ask
CMD ["quoth", "serve", "--host", "0.0.0.0", "--port", "8000"]
