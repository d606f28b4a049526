package io.retrievaldefense.pipeline;

import io.retrievaldefense.config.BadInputException;

/** What is said of a folder that was to be one for all machines, and is each machine's own. */
public final class SharedFolder {
  private SharedFolder() {}

  /**
   * The refusal of such a folder.
   *
   * @param thing what it is the folder of
   * @param sign half a sentence: what shows that it is not shared
   * @param location of the folder, or of what is missing in it
   */
  public static BadInputException refusal(String thing, String sign, String location) {
    return new BadInputException(
        thing
            + " must be where the driver and all executors reach it, since "
            + sign
            + ": "
            + location);
  }

  /**
   * Refuses a folder in which the driver does not see all that executors have written.
   *
   * @param thing what it is the folder of
   * @param pieces what was written, in the plural
   * @param seen how many of them the driver sees
   * @param written how many there must be
   * @param location of the folder
   * @throws BadInputException if the driver sees fewer
   */
  public static void requireSeen(
      String thing, String pieces, long seen, long written, String location) {
    if (seen < written) {
      throw refusal(
          thing,
          "the driver does not see "
              + (written - seen)
              + " of "
              + written
              + " "
              + pieces
              + " that executors have written",
          location);
    }
  }
}
