# The long-running shape: HTTP, or Socket Mode where SLACK_APP_TOKEN is set. It writes nothing to its file system:
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --env-file … -p 3000:3000 backup-bot
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production PORT=3000
WORKDIR /app
COPY --from=build /app/dist/ ./dist/
COPY organisation.json ./
USER node
EXPOSE 3000
# In Socket Mode there is no door to knock at; the process ends when it cannot go on.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "process.env.SLACK_APP_TOKEN || fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(it => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.mjs"]
