import { idKey } from "./resourceId";
import type { ArmResource } from "./world";
import type { SecretValues, World } from "./worldStore";

/** A world without a folder, for tests and previews. The folder world keeps its files in step through the hooks. */
export class MemoryWorld implements World {
  protected readonly live = new Map<string, ArmResource>();
  protected readonly deleted = new Map<string, ArmResource>();
  protected readonly kept = new Map<string, SecretValues>();

  constructor(readonly seed: string) {}

  get(id: string): ArmResource | undefined {
    return this.live.get(idKey(id));
  }
  all(): readonly ArmResource[] {
    return [...this.live.values()];
  }
  below(id: string): readonly ArmResource[] {
    return below(this.live, id);
  }
  ofType(type: string): readonly ArmResource[] {
    return ofType(this.live, type);
  }
  softDeleted(type: string): readonly ArmResource[] {
    return ofType(this.deleted, type);
  }
  findSoftDeleted(id: string): ArmResource | undefined {
    return this.deleted.get(idKey(id));
  }
  softDeletedBelow(id: string): readonly ArmResource[] {
    return below(this.deleted, id);
  }

  put(resource: ArmResource): void {
    this.live.set(idKey(resource.id), resource);
    this.saved(resource, false);
  }
  remove(id: string): void {
    for (const resource of this.withBelow(this.live, id)) {
      this.live.delete(idKey(resource.id));
      this.setSecrets(resource.id, undefined);
      this.dropped(resource, false);
    }
  }
  softDelete(id: string): void {
    for (const resource of this.withBelow(this.live, id)) {
      this.live.delete(idKey(resource.id));
      this.deleted.set(idKey(resource.id), resource);
      this.saved(resource, true);
      this.dropped(resource, false);
    }
  }
  restore(id: string, children: boolean): void {
    for (const resource of this.withBelow(this.deleted, id)) {
      this.deleted.delete(idKey(resource.id));
      if (children || idKey(resource.id) === idKey(id)) {
        this.live.set(idKey(resource.id), resource);
        this.saved(resource, false);
      } else {
        this.setSecrets(resource.id, undefined);
      }
      this.dropped(resource, true);
    }
  }
  purge(id: string): void {
    for (const resource of this.withBelow(this.deleted, id)) {
      this.deleted.delete(idKey(resource.id));
      this.setSecrets(resource.id, undefined);
      this.dropped(resource, true);
    }
  }

  secrets(id: string): SecretValues | undefined {
    return this.kept.get(idKey(id));
  }
  setSecrets(id: string, values: SecretValues | undefined): void {
    if (values === undefined ? !this.kept.delete(idKey(id)) : !this.kept.set(idKey(id), values)) return;
    this.savedSecrets();
  }

  reload(): void {}

  /** Hooks for a world that is also kept elsewhere. */
  protected saved(_resource: ArmResource, _deleted: boolean): void {}
  protected dropped(_resource: ArmResource, _deleted: boolean): void {}
  protected savedSecrets(): void {}

  private withBelow(from: Map<string, ArmResource>, id: string): readonly ArmResource[] {
    const self = from.get(idKey(id));
    return self === undefined ? [] : [...below(from, id), self];
  }
}

function below(from: Map<string, ArmResource>, id: string): readonly ArmResource[] {
  const prefix = `${idKey(id)}/`;
  const found: ArmResource[] = [];
  for (const [key, resource] of from) if (key.startsWith(prefix)) found.push(resource);
  return found;
}

function ofType(from: Map<string, ArmResource>, type: string): readonly ArmResource[] {
  const wanted = type.toLowerCase();
  const found: ArmResource[] = [];
  for (const resource of from.values()) if (resource.type.toLowerCase() === wanted) found.push(resource);
  return found;
}
