# qdc alone on a small Debian, as a user who may do nothing:
#
#   docker build -t qdc .
#   docker run --rm -v "$PWD:/work:ro" qdc check
FROM rust:1.94-slim-bookworm AS build
WORKDIR /qdc
COPY . .
# What was compiled is kept from one build of the image to the next.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/qdc/target \
    cargo build --release --locked && cp target/release/qdc /usr/local/bin/qdc

FROM debian:bookworm-slim
# The authorities that `qdc send` trusts. Their version is Debian's to choose.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && \
    rm -rf /var/lib/apt/lists/* && useradd --system --uid 10001 qdc
COPY LICENSE-APACHE LICENSE-MIT /usr/share/doc/qdc/
COPY --from=build /usr/local/bin/qdc /usr/local/bin/qdc
# -e LANG=zh_CN.UTF-8 makes it speak Chinese.
ENV LANG=C.UTF-8
USER 10001
WORKDIR /work
ENTRYPOINT ["qdc"]
CMD ["--help"]
