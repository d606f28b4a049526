package io.retrievaldefense.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.EditLogFileOutputStream;

/** An HDFS with three data nodes, which hold every block twice. */
final class MiniHdfs implements AutoCloseable {
  private static final int DATA_NODES = 3;

  /** Held, because a logger that is not forgets its level; HDFS logs every operation. */
  private static final Logger HADOOP_LOG = Logger.getLogger("org.apache.hadoop");

  private final MiniDFSCluster cluster;

  private MiniHdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  static MiniHdfs start(Path folder) throws IOException {
    HADOOP_LOG.setLevel(Level.SEVERE);
    // The name node of a test need not survive the machine; a thousand small files take a minute.
    EditLogFileOutputStream.setShouldSkipFsyncForTesting(true);
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    configuration.setInt("dfs.replication", 2);
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(configuration).numDataNodes(DATA_NODES).build();
    cluster.waitActive();
    return new MiniHdfs(cluster);
  }

  /** Without a slash at its end. */
  String uri() {
    return cluster.getURI().toString();
  }

  FileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /** Stops a data node; nobody is told, clients and name node have to notice. */
  Runnable stopDataNode() {
    MiniDFSCluster.DataNodeProperties stopped = cluster.stopDataNode(0);
    return () -> {
      try {
        cluster.restartDataNode(stopped);
        cluster.waitActive();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public void close() {
    cluster.shutdown();
  }
}
