package io.retrievaldefense.report;

import java.util.List;

/** What was measured of finished runs. */
public interface MeasuredTable {

  /**
   * @return what matters of it, for the console
   */
  List<String> lines();

  /**
   * @return all of it
   */
  Csv csv();
}
