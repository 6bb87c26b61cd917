# The image of a Node service: docker build --build-arg DIR=services/gateway .
# Prune, then install and build from the pruned tree alone: a change elsewhere leaves every later layer cached.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS toolchain
WORKDIR /repository
COPY package.json ./
RUN npm install --global --no-audit --no-fund \
    "$(node -p 'require("./package.json").packageManager')" \
    "turbo@$(node -p 'require("./package.json").devDependencies.turbo')"
# What a filtered install leaves out is left out on purpose: pnpm need not fetch it before it runs a script.
ENV CI=true TURBO_TELEMETRY_DISABLED=1 \
    pnpm_config_store_dir=/pnpm-store npm_config_store_dir=/pnpm-store \
    pnpm_config_verify_deps_before_run=false npm_config_verify_deps_before_run=false

FROM toolchain AS prune
ARG DIR
COPY . .
RUN turbo prune "@pinpipe/$(basename "$DIR")" --docker --production

FROM toolchain AS dependencies
COPY --from=prune /repository/out/json ./
RUN --mount=type=cache,id=pinpipe-pnpm,target=/pnpm-store pnpm install --prod --frozen-lockfile

# Only to compile: no package's script has anything to do for that.
FROM toolchain AS build
ARG DIR
COPY --from=prune /repository/out/json ./
RUN --mount=type=cache,id=pinpipe-pnpm,target=/pnpm-store pnpm install --frozen-lockfile --ignore-scripts --filter "@pinpipe/$(basename "$DIR")..."
COPY tsconfig.base.json ./
COPY --from=prune /repository/out/full ./
RUN turbo run build --filter "./$DIR" \
 && find . -type d -name node_modules -prune -exec rm -rf {} + \
 && find . -type d \( -name src -o -name test -o -name scripts -o -name .turbo \) -prune -exec rm -rf {} +

FROM ${NODE_IMAGE}
ARG DIR
# The setting of the service's admin port, and its default; a one-shot without one is always healthy.
ARG ADMIN_PORT_SETTING=NO_ADMIN_PORT
ARG ADMIN_PORT=
ENV NODE_ENV=production ADMIN_PORT_SETTING=${ADMIN_PORT_SETTING} ADMIN_PORT=${ADMIN_PORT}
# Where a service may write.
RUN install -d -o node -g node /data
WORKDIR /app
COPY --from=dependencies /repository ./
COPY --from=build /repository ./
WORKDIR /app/${DIR}
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s CMD ["node", "-e", \
  "const { env } = process; const port = env[env.ADMIN_PORT_SETTING] || env.ADMIN_PORT; if (port) fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
