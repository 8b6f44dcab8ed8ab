import { z } from "zod";
import type { ControlReply, ControlRoute } from "../control/controlRoute";
import type { LoadRunner } from "./loadRunner";
import { loadProfiles, type ProfileName, shapedProfile } from "./profiles";

const schema = z.strictObject({
  profile: z.enum(loadProfiles.map(({ name }) => name) as [ProfileName, ...ProfileName[]]),
  rate: z.number().positive().max(500),
  seconds: z.number().min(1).max(3600),
});

/** Load on request: POST /load, DELETE /load. */
export function loadRoutes(runner: LoadRunner): ControlRoute[] {
  return [
    {
      method: "POST",
      path: "/load",
      async answer({ text }): Promise<ControlReply> {
        const read = schema.safeParse(parsed(await text()));
        if (!read.success) {
          const said = read.error.issues.map(({ path, message }) => `\`${path.join(".")}\`: ${message}`);
          return { status: 400, json: { error: `${said.join("; ")}.` } };
        }
        const { profile, rate, seconds } = read.data;
        runner.start(shapedProfile(profile, rate, seconds));
        return { status: 200, json: runner.state };
      },
    },
    {
      method: "DELETE",
      path: "/load",
      answer() {
        runner.stop();
        return { status: 200, json: runner.state };
      },
    },
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
