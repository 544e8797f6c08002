# The hub as an image: built in one stage, run in another as an unprivileged user, with what it keeps in /app/data.
# Every RUN and the HEALTHCHECK are also run outside Docker by test/docker.test.ts.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY vendor vendor
COPY src src
RUN npm ci --ignore-scripts
RUN npm run build
RUN npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/vendor vendor
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY hub.yaml LICENSE ./
COPY partners partners
COPY mappings mappings
RUN install -d -o node -g node data
USER node
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:8080/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli.js", "start"]
