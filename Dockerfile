# Outcry as a container: the command line, with "outcry serve" unless another command is named.
# The README says how to run it ("Containers").
ARG NODE_VERSION=24

# With a C++ compiler and Python, which SQLite's driver is built with where there is no ready-made one.
FROM node:${NODE_VERSION}-bookworm AS build
WORKDIR /outcry
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm rebuild better-sqlite3
COPY tsconfig.json ./
COPY bin bin
COPY src src
RUN npm run build
# TypeScript stays as somebody's optional peer, and the driver's source beside what was made of it.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/typescript node_modules/@typescript \
    node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
    node_modules/better-sqlite3/build/Release/obj* node_modules/better-sqlite3/build/Release/*.a

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production \
  HEALTH_URL=http://127.0.0.1:4000/readyz
WORKDIR /outcry
COPY package.json outcry.yaml LICENSE SECURITY.md ./
COPY templates templates
COPY lists lists
COPY src/preview/browser src/preview/browser
COPY --from=build /outcry/bin bin
COPY --from=build /outcry/.build .build
COPY --from=build /outcry/node_modules node_modules
RUN ln -s /outcry/bin/outcry.js /usr/local/bin/outcry && install -d -o node -g node /workspace

USER node
WORKDIR /workspace
VOLUME /workspace
EXPOSE 4000
# Whether "serve", or a worker with HEALTH_URL set to its --metrics-port, can do its work.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=2 \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that signals reach it: SIGTERM ends what is under way in order.
ENTRYPOINT ["node", "/outcry/bin/outcry.js"]
CMD ["serve", "--host", "0.0.0.0"]
