import { z } from "zod";
import { wholeNumber } from "./schemaValues";

const percent = (fallback: number) => z.number().min(0).max(100).default(fallback);

/** What `fleet prove` holds the fleet to, and what a request is taken to be. */
export const promises = z
  .strictObject({
    regionLoss: percent(99.5).meta({
      description:
        "Percent of each consumer's requests that are answered while any one region refuses, throttles, fails or forbids; 0: nothing is promised.",
    }),
    hangLeftWithinSeconds: wholeNumber(0, 600).default(12).meta({
      description:
        "Seconds after which a region that hangs, and is asked twice a second or more, is left; 0: nothing is promised.",
    }),
    ptuFirst: percent(80).meta({
      description:
        "What `critical` consumers get of PTU beside the others, in percent of what they get of it alone; 0: nothing is promised.",
    }),
    neighbours: percent(99.5).meta({
      description:
        "Percent of the others' requests that are answered while one consumer's requests fail everywhere; 0: nothing is promised.",
    }),
    promptTokens: wholeNumber(1, 1_000_000)
      .default(1000)
      .meta({ description: "Tokens of a prompt, as requests are taken to be." }),
    completionTokens: wholeNumber(1, 1_000_000)
      .default(200)
      .meta({ description: "Tokens of an answer, as requests are taken to be." }),
  })
  .meta({
    id: "Promises",
    description:
      "What `fleet prove` holds the fleet to before it is deployed. Nothing in Azure follows from it.",
  });
